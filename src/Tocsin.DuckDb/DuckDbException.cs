namespace Tocsin.DuckDb;

/// <summary>DuckDB's error classes (<c>duckdb_error_type</c>).</summary>
public enum DuckDbErrorKind
{
    Invalid = 0,
    OutOfRange = 1,
    Conversion = 2,
    UnknownType = 3,
    Decimal = 4,
    MismatchType = 5,
    DivideByZero = 6,
    ObjectSize = 7,
    InvalidType = 8,
    Serialization = 9,
    Transaction = 10,
    NotImplemented = 11,
    Expression = 12,
    Catalog = 13,
    Parser = 14,
    Planner = 15,
    Scheduler = 16,
    Executor = 17,
    Constraint = 18,
    Index = 19,
    Statistics = 20,
    Connection = 21,
    Syntax = 22,
    Settings = 23,
    Binder = 24,
    Network = 25,
    Optimizer = 26,
    NullPointer = 27,
    IO = 28,
    Interrupt = 29,
    Fatal = 30,
    Internal = 31,
    InvalidInput = 32,
    OutOfMemory = 33,
    Permission = 34,
    ParameterNotResolved = 35,
    ParameterNotAllowed = 36,
    Dependency = 37,
    Http = 38,
    MissingExtension = 39,
    Autoload = 40,
    Sequence = 41,
    InvalidConfiguration = 42,
}

/// <summary>
/// An error that DuckDB reported, with its own message. Where a function of ours failed inside a query,
/// <see cref="Exception.InnerException"/> is what it threw.
/// </summary>
public sealed class DuckDbException : Exception
{
    public DuckDbException(string message, DuckDbErrorKind kind, Exception? inner)
        : base(message, inner) => Kind = kind;

    public DuckDbErrorKind Kind { get; }

    /// <summary>The function of ours that failed, by its SQL name; null where none did.</summary>
    public string? Function => InnerException?.Data[Functions.FunctionFaults.FunctionName] as string;

    /// <summary>For the calls that give a message without its class: the message begins with the class's name.</summary>
    internal static DuckDbErrorKind KindOf(string message) => message.IndexOf(" Error:", StringComparison.Ordinal) is > 0 and int end
        ? message[..end] switch
        {
            "Parser" => DuckDbErrorKind.Parser,
            "Syntax" => DuckDbErrorKind.Syntax,
            "Binder" => DuckDbErrorKind.Binder,
            "Catalog" => DuckDbErrorKind.Catalog,
            "Conversion" => DuckDbErrorKind.Conversion,
            "Invalid Input" => DuckDbErrorKind.InvalidInput,
            "Invalid Type" => DuckDbErrorKind.InvalidType,
            "Out of Range" => DuckDbErrorKind.OutOfRange,
            "Out of Memory" => DuckDbErrorKind.OutOfMemory,
            "Not implemented" => DuckDbErrorKind.NotImplemented,
            "IO" => DuckDbErrorKind.IO,
            "Permission" => DuckDbErrorKind.Permission,
            "Constraint" => DuckDbErrorKind.Constraint,
            "Missing Extension" => DuckDbErrorKind.MissingExtension,
            "INTERRUPT" => DuckDbErrorKind.Interrupt,
            "INTERNAL" => DuckDbErrorKind.Internal,
            _ => DuckDbErrorKind.Invalid,
        }
        : DuckDbErrorKind.Invalid;
}
