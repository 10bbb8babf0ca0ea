package org.parcours.standalone.demo;

import java.io.Console;
import java.io.PrintStream;

/** Writes lines and progress: as a bar on a terminal, otherwise as a line every ten percent. */
public final class ConsoleWriter {

    private static final int BAR_WIDTH = 30;
    private static final int PLAIN_STEP_PERCENT = 10;

    private final PrintStream out;
    private final boolean interactive;
    private int lastStep = -1;

    private ConsoleWriter(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    public static ConsoleWriter standardOutput() {
        Console console = System.console();
        return new ConsoleWriter(System.out, console != null && console.isTerminal());
    }

    public synchronized void printLine(String text) {
        out.println("  " + text);
        out.flush();
    }

    /** @param unit what is counted: {@code messages} */
    public synchronized void printProgress(long done, long total, String unit, String detail) {
        int percent = (int) (done * 100 / total);
        if (interactive) {
            int filled = percent * BAR_WIDTH / 100;
            out.print("\r  [" + "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled) + "] " + done + "/" + total + " "
                    + unit + "  " + detail + "  ");
            out.flush();
        } else if (percent / PLAIN_STEP_PERCENT != lastStep) {
            lastStep = percent / PLAIN_STEP_PERCENT;
            printLine("%3d %%  %d/%d %s  %s".formatted(percent, done, total, unit, detail));
        }
    }

    public synchronized void endProgress() {
        lastStep = -1;
        if (interactive) {
            out.println();
        }
    }
}
