using CsCheck;
using EventChat.Commands.Hooks;

namespace EventChat.Specs.Hooks;

public class HookTokenSpecs
{
    /// <summary>The examples of RFC 4648 with 20 bytes, in small letters.</summary>
    [Theory]
    [InlineData("foobarfoobarfoobarfo", "mzxw6ytbojtg633cmfzgm33pmjqxeztp")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void It_is_base_32_in_small_letters(string secret, string token) => Assert.Equal(token, HookToken.Of(System.Text.Encoding.ASCII.GetBytes(secret)));

    [Fact]
    public void What_was_written_is_read() => Gen.Byte.Array[HookToken.Bytes].Sample(static secret =>
    {
        var token = HookToken.Of(secret);
        Assert.Matches("^[a-z2-7]{32}$", token);
        Assert.Equal(secret, HookToken.Read(token));
    });

    [Theory]
    [InlineData("")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("../aaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("äaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void What_is_none_is_not_read(string token) => Assert.Null(HookToken.Read(token));
}
