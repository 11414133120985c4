searchIndex({"records":207,"file":256,"words":["152e"]});
