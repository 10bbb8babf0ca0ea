package org.parcours.standalone.demo;

import java.io.Console;
import java.io.PrintStream;

/** Where the demo says what it does: a bar that moves where somebody watches, a line now and then where nobody does. */
final class Screen {

    private static final int WIDTH = 30;
    private static final int PLAIN_STEPS = 10;

    private final PrintStream out;
    private final boolean watched;
    private int lastStep = -1;

    private Screen(PrintStream out, boolean watched) {
        this.out = out;
        this.watched = watched;
    }

    static Screen standard() {
        Console console = System.console();
        return new Screen(System.out, console != null && console.isTerminal());
    }

    static Screen plain(PrintStream out) {
        return new Screen(out, false);
    }

    synchronized void line(String text) {
        out.println("  " + text);
        out.flush();
    }

    synchronized void progress(int done, int of, String remark) {
        int percent = of == 0 ? 100 : done * 100 / of;
        if (watched) {
            int full = percent * WIDTH / 100;
            out.print("\r  [" + "█".repeat(full) + "░".repeat(WIDTH - full) + "] " + done + "/" + of + "  " + remark
                    + "  ");
            out.flush();
        } else if (percent / PLAIN_STEPS != lastStep) {
            lastStep = percent / PLAIN_STEPS;
            line("%3d %%  %d/%d messages  %s".formatted(percent, done, of, remark));
        }
    }

    synchronized void endOfProgress() {
        if (watched) {
            out.println();
        }
    }
}
