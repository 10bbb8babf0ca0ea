package org.parcours.command.quarantine;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** A condition and its values. */
record QuarantineFilterSql(String sql, List<Object> values) {

    static QuarantineFilterSql of(QuarantineFilter wanted, String unmapped) {
        var filter = new QuarantineFilterSql("1 = 1", List.of());
        if (wanted.state().isPresent()) {
            filter = switch (wanted.state().get()) {
                case OPEN -> filter.and("resubmitted_at IS NULL AND code <> ?", unmapped);
                case UNSUPPORTED -> filter.and("resubmitted_at IS NULL AND code = ?", unmapped);
                case RESUBMITTED -> filter.and("resubmitted_at IS NOT NULL");
            };
        }
        if (wanted.sender().isPresent()) {
            filter = filter.and("sender = ?", wanted.sender().get());
        }
        if (wanted.code().isPresent()) {
            filter = filter.and("code = ?", wanted.code().get());
        }
        if (wanted.field().isPresent()) {
            filter = filter.and("field = ?", wanted.field().get());
        }
        if (wanted.from().isPresent()) {
            filter = filter.and("received_at >= ?", micros(wanted.from().get()));
        }
        if (wanted.to().isPresent()) {
            filter = filter.and("received_at < ?", micros(wanted.to().get()));
        }
        return filter;
    }

    QuarantineFilterSql and(String condition, Object... more) {
        var all = new ArrayList<>(values);
        all.addAll(List.of(more));
        return new QuarantineFilterSql(sql + " AND " + condition, all);
    }

    /** @return the index of the next parameter */
    int bind(PreparedStatement statement) throws SQLException {
        int next = 1;
        for (var value : values) {
            statement.setObject(next++, value);
        }
        return next;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
