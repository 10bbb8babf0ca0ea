package org.parcours.command.eventlog.verify;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.Head;
import org.parcours.command.eventlog.chain.EventBytes;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.engine.Insertion;

/**
 * Commits from elsewhere into a log: as they are, with their times and hashes. Into an empty log, or behind the very
 * commits that are there already, so that a transfer that broke off can be begun again.
 */
public final class LogTransfer {

    private static final int GROUP = 256;
    private static final long GROUP_BYTES = 4 << 20;

    private final CommitStore store;
    private final Progress progress;

    public LogTransfer(CommitStore store, Progress progress) {
        this.store = store;
        this.progress = progress;
    }

    /**
     * @param commits from the first, in order
     * @return the head that the log has now
     * @throws CorruptLogException when the commits are not a chain, or not that of the log that is there; what stood before in
     *     order is in the log
     */
    public Head take(Iterator<Commit> commits) {
        var there = store.head();
        var before = Head.empty();
        var group = new ArrayList<Commit>();
        long bytes = 0;
        while (commits.hasNext()) {
            var commit = commits.next();
            var flaw = HashChain.flaw(before, commit);
            if (!flaw.isEmpty()) {
                insert(group);
                throw new CorruptLogException(before.sequence() + 1, flaw);
            }
            before = commit.asHead();
            if (commit.sequence() == there.sequence() && !commit.hash().equals(there.hash())) {
                throw new CorruptLogException(
                        commit.sequence(),
                        "the log holds another commit %d: it is not the log that this is from"
                                .formatted(commit.sequence()));
            }
            if (commit.sequence() <= there.sequence()) {
                progress.done(1);
                continue;
            }
            group.add(commit);
            bytes += EventBytes.size(commit.events());
            if (group.size() == GROUP || bytes >= GROUP_BYTES) {
                insert(group);
                group.clear();
                bytes = 0;
            }
        }
        insert(group);
        if (before.sequence() < there.sequence()) {
            throw new CorruptLogException(
                    before.sequence() + 1,
                    "the log holds %d commits already, more than what is to be taken in (%d)"
                            .formatted(there.sequence(), before.sequence()));
        }
        return store.head();
    }

    private void insert(List<Commit> group) {
        if (group.isEmpty()) {
            return;
        }
        switch (store.insert(List.copyOf(group))) {
            case Insertion.Inserted _ -> progress.done(group.size());
            case Insertion.SlotTaken _, Insertion.IdTaken _ ->
                throw new CorruptLogException(
                        group.getFirst().sequence(), "somebody else writes to this log: stop the services first");
            case Insertion.NotInserted(var cause) -> throw unavailable(cause);
            case Insertion.Unknown(var cause) -> throw unavailable(cause);
        }
    }

    private static RuntimeException unavailable(Exception cause) {
        return new org.parcours.command.eventlog.LogUnavailableException(
                "The store did not take the commits; begin again, it goes on where it was", cause);
    }
}
