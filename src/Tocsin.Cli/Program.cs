using Tocsin.Cli.Commands;
using Tocsin.Engine;
using Tocsin.Cli.Terminal;

return await TocsinCommand.InvokeAsync(args, Surroundings.OfProcess(), new DuckDbEngine()).ConfigureAwait(false);
