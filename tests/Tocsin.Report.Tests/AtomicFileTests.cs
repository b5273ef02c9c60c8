using Shouldly;
using Tocsin.Report.Writing;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Report.Tests;

public sealed class AtomicFileTests
{
    [Fact]
    public void Appears_whole_on_commit()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("out.csv", "old");
        using (var file = AtomicFile.Create(path))
        {
            file.Stream.Write("new"u8);
            file.Stream.Flush();
            File.ReadAllText(path).ShouldBe("old");
            file.Commit();
        }

        File.ReadAllText(path).ShouldBe("new");
        Directory.EnumerateFileSystemEntries(folder.Path).Count().ShouldBe(1);
    }

    [Fact]
    public void Leaves_nothing_without_commit()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "out.csv");
        using (var file = AtomicFile.Create(path))
        {
            file.Stream.Write("half"u8);
        }

        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_symbolic_link_stays_and_its_target_is_replaced()
    {
        using var folder = new TemporaryFolder();
        var target = folder.Write("target.csv", "old");
        var link = Path.Combine(folder.Path, "link.csv");
        File.CreateSymbolicLink(link, target);
        using (var file = AtomicFile.Create(link))
        {
            file.Stream.Write("new"u8);
            file.Commit();
        }

        File.ReadAllText(target).ShouldBe("new");
        new FileInfo(link).LinkTarget.ShouldBe(target);
    }

    [Fact]
    public void A_folder_is_no_file() =>
        Should.Throw<IOException>(() => AtomicFile.Create(Path.GetTempPath())).Message.ShouldContain("is a folder");
}
