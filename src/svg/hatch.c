#include "svg/hatch.h"

const char *const hatch_path[HATCH_MAX] = {
	"M-2 12L12 -2M-2 2L2 -2M8 12L12 8",
	"M-2 -2L12 12M-2 8L2 12M8 -2L12 2",
	"M0 5H10",
	"M5 0V10",
	"M5 3V7M3 5H7",
	"M0 5H10M5 0V10",
};
