package org.parcours.command.eventlog.verify;

/** Hears how far a long work is. From any thread. */
public interface ProgressListener {

    ProgressListener NONE = new ProgressListener() {
        @Override
        public void started(String task, long steps) {}

        @Override
        public void advanced(long steps) {}
    };

    void started(String task, long steps);

    void advanced(long steps);
}
