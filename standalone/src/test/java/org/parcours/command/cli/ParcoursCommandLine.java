package org.parcours.command.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** {@code bin/parcours} in this JVM. */
public final class ParcoursCommandLine {

    private ParcoursCommandLine() {}

    /** @return what it printed; fails where the exit code is another */
    public static String run(int exitCode, String... arguments) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed);
        int code = ParcoursCommand.run(writer, writer, arguments);
        writer.flush();
        if (code != exitCode) {
            throw new AssertionError("Exit code " + code + ": " + printed);
        }
        return printed.toString();
    }
}
