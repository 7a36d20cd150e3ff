-- hello
/* there; */
