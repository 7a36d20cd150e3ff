from enable_profiling(save_location := '@SCRATCH@/drill-hostile.json')
