searchIndex({"records":336,"file":256,"words":["152e","waiting"]});
