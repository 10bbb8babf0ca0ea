package org.parcours.command.eventlog.verify;

/** Receives the progress of a long task, from any thread. */
public interface ProgressListener {

    ProgressListener NONE = new ProgressListener() {
        @Override
        public void started(String task, long steps) {}

        @Override
        public void advanced(long steps) {}
    };

    /** @param steps how many steps the task has; -1: unknown */
    void started(String task, long steps);

    /** @param steps how many more are done */
    void advanced(long steps);
}
