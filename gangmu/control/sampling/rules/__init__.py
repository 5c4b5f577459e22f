"""Pure rules of sampling: codes that are scanned, whose day it is, lists of results, lists for key places."""
