package org.parcours.command.eventlog.verify;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.chain.EventDataCodec;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.engine.InsertResult;

/**
 * Imports commits of another store unchanged, with their times and hashes. The log must be empty, or start with the
 * same commits, so that an interrupted import can be repeated.
 */
public final class CommitImporter {

    private static final int GROUP_SIZE = 256;
    private static final long MAX_GROUP_BYTES = 4 << 20;
    private static final String INCOMPLETE =
            "The store did not accept the commits; repeat the import, which continues where it stopped";

    private final CommitStore store;
    private final ProgressListener progress;

    public CommitImporter(CommitStore store, ProgressListener progress) {
        this.store = store;
        this.progress = progress;
    }

    /**
     * @param commits all commits from the first, in order
     * @return the new head of the log
     * @throws CorruptLogException when the commits are no valid chain, or do not continue the existing log; the valid
     *     commits before that are imported
     */
    public LogHead importAll(Iterator<Commit> commits) {
        var existingHead = store.head();
        var previousHead = LogHead.empty();
        var group = new ArrayList<Commit>();
        long bytes = 0;
        while (commits.hasNext()) {
            var commit = commits.next();
            var defect = HashChain.defect(previousHead, commit);
            if (!defect.isEmpty()) {
                insert(group);
                throw new CorruptLogException(previousHead.sequence() + 1, defect);
            }
            previousHead = commit.asHead();
            if (commit.sequence() == existingHead.sequence() && !commit.hash().equals(existingHead.hash())) {
                var format = "the log has another commit %d: it is not the log that was exported";
                throw new CorruptLogException(commit.sequence(), format, commit.sequence());
            }
            if (commit.sequence() <= existingHead.sequence()) {
                progress.advanced(1);
                continue;
            }
            group.add(commit);
            bytes += EventDataCodec.size(commit.events());
            if (group.size() == GROUP_SIZE || bytes >= MAX_GROUP_BYTES) {
                insert(group);
                group.clear();
                bytes = 0;
            }
        }
        insert(group);
        if (previousHead.sequence() < existingHead.sequence()) {
            var format = "the log already has %d commits, more than are imported (%d)";
            throw new CorruptLogException(
                    previousHead.sequence() + 1, format, existingHead.sequence(), previousHead.sequence());
        }
        return store.head();
    }

    private void insert(List<Commit> group) {
        if (group.isEmpty()) {
            return;
        }
        switch (store.insert(List.copyOf(group))) {
            case InsertResult.Inserted _ -> progress.advanced(group.size());
            case InsertResult.SlotTaken _, InsertResult.CommitIdTaken _ ->
                throw new CorruptLogException(
                        group.getFirst().sequence(), "another process writes to this log: stop the services first");
            case InsertResult.NotInserted(var cause) -> throw new LogUnavailableException(INCOMPLETE, cause);
            case InsertResult.Unknown(var cause) -> throw new LogUnavailableException(INCOMPLETE, cause);
        }
    }
}
