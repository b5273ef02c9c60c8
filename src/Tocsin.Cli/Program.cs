using Tocsin.Cli.Commands;
using Tocsin.Cli.Terminal;
using Tocsin.Engine;

DuckDbEngine.Preload();

// Queries nest, and so do the passes over them: the main thread's stack is small on some systems and ours to choose here.
const int stackSize = 64 * 1024 * 1024;
var status = 0;
var thread = new Thread(() => status = TocsinCommand.Invoke(args, Surroundings.OfProcess(), options => new DuckDbEngine(options)), stackSize);
thread.Start();
thread.Join();
return status;
