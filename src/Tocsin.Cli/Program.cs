using Tocsin.Cli.Commands;
using Tocsin.Cli.Terminal;
using Tocsin.Engine;

return TocsinCommand.Invoke(args, Surroundings.OfProcess(), options => new DuckDbEngine(options));
