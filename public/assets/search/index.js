searchIndex({"records":210,"file":256,"words":["152e"]});
