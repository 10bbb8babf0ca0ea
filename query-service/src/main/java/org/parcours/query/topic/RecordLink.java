package org.parcours.query.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The place of a record in the log, as its headers state it.
 *
 * @param position 0 where the record does not have one
 * @param chain the hash by which the log continues after it; empty in records of older versions
 * @param previous the chain hash of the event before; empty in records of older versions
 */
public record RecordLink(long offset, long position, String chain, String previous) {

    static RecordLink of(ConsumerRecord<byte[], byte[]> record) {
        String position = header(record, "ce_position");
        return new RecordLink(
                record.offset(),
                position.matches("\\d{1,18}") ? Long.parseLong(position) : 0,
                header(record, "ce_chain"),
                header(record, "ce_previous"));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    /** Whether this record says of the one before what that one says of itself. */
    boolean follows(String chainBefore) {
        return previous.isEmpty() ? chainBefore.isEmpty() : chainBefore.isEmpty() || previous.equals(chainBefore);
    }
}
