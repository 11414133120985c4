searchIndex({"records":164,"file":256,"words":["152e"]});
