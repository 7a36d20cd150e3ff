select $$a;$$ /* ; -- */; -- ;
delete from members
