namespace EventChat.Adapters;

/// <summary>The app cannot start. The message is one line that tells an operator what is wrong and what to do.</summary>
public sealed class StartupException(string message) : Exception(message);
