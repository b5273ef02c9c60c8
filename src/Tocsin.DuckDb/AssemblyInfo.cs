using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// All signatures are blittable, so nothing need be marshalled at run time, and bool is C's one byte.
[assembly: DisableRuntimeMarshalling]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
