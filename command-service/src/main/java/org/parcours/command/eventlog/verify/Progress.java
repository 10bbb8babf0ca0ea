package org.parcours.command.eventlog.verify;

/** Hears how far a long work is. From any thread. */
public interface Progress {

    Progress SILENT = new Progress() {
        @Override
        public void begins(String work, long commits) {}

        @Override
        public void done(long commits) {}
    };

    void begins(String work, long steps);

    void done(long more);
}
