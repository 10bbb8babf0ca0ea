package org.parcours.standalone.demo;

import java.io.Console;
import java.io.PrintStream;

/** Where progress is said: a bar that moves where somebody watches, a line now and then where nobody does. */
public final class Screen {

    private static final int WIDTH = 30;
    private static final int PLAIN_STEPS = 10;

    private final PrintStream out;
    private final boolean watched;
    private int lastStep = -1;

    private Screen(PrintStream out, boolean watched) {
        this.out = out;
        this.watched = watched;
    }

    public static Screen standard() {
        Console console = System.console();
        return new Screen(System.out, console != null && console.isTerminal());
    }

    public synchronized void line(String text) {
        out.println("  " + text);
        out.flush();
    }

    /** @param what is counted: {@code messages} */
    public synchronized void progress(long done, long of, String what, String remark) {
        int percent = (int) (done * 100 / of);
        if (watched) {
            int full = percent * WIDTH / 100;
            out.print("\r  [" + "█".repeat(full) + "░".repeat(WIDTH - full) + "] " + done + "/" + of + " " + what + "  "
                    + remark + "  ");
            out.flush();
        } else if (percent / PLAIN_STEPS != lastStep) {
            lastStep = percent / PLAIN_STEPS;
            line("%3d %%  %d/%d %s  %s".formatted(percent, done, of, what, remark));
        }
    }

    public synchronized void endOfProgress() {
        lastStep = -1;
        if (watched) {
            out.println();
        }
    }
}
