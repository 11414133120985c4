searchIndex({"records":246,"file":256,"words":["152e","workloads"]});
