package org.parcours.command.eventlog.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.chain.EventDataCodec;
import org.parcours.command.store.EpochMicros;

/**
 * Maps the rows of one query to events. The events of a commit are one value, of a hundred events as a rule: it is fetched once
 * for the rows of a commit, which follow each other in order of position, and only the events of the rows are decoded.
 */
final class EventRowMapper {

    private long sequence = -1;
    private byte[] commit = {};

    /** @param row (position, sequence, first position, time, events of the commit) */
    LoggedEvent toEvent(ResultSet row) throws SQLException {
        if (row.getLong(2) != sequence) {
            sequence = row.getLong(2);
            commit = row.getBytes(5);
        }
        long position = row.getLong(1);
        return new LoggedEvent(position, EpochMicros.toInstant(row.getLong(4)), eventAt(position - row.getLong(3)));
    }

    private EventData eventAt(long index) {
        try {
            return EventDataCodec.decode(commit, index)
                    .orElseThrow(() -> new CorruptLogException(
                            sequence, "the tag index contains an event that commit %d does not have", sequence));
        } catch (IllegalArgumentException e) {
            throw new CorruptLogException(sequence, "commit %d is not readable: %s", sequence, e.getMessage());
        }
    }
}
