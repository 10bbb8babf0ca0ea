package org.parcours.command.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.parcours.command.eventlog.verify.ProgressListener;

/** A progress bar on standard error, if the command runs in a terminal. */
final class TerminalProgressBar implements ProgressListener, AutoCloseable {

    private @Nullable ProgressBar bar;

    @Override
    public synchronized void started(String work, long steps) {
        close();
        if (System.console() != null && System.console().isTerminal()) {
            bar = new ProgressBarBuilder()
                    .setTaskName(work)
                    .setInitialMax(steps)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setUpdateIntervalMillis(250)
                    .showSpeed()
                    .build();
        }
    }

    @Override
    public synchronized void advanced(long more) {
        if (bar != null) {
            bar.stepBy(more);
        }
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
