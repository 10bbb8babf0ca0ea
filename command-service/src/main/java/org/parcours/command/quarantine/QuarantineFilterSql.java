package org.parcours.command.quarantine;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** An SQL condition and the values of its parameters. */
record QuarantineFilterSql(String sql, List<Object> values) {

    static QuarantineFilterSql of(QuarantineFilter filter, String unsupportedCode) {
        var condition = new QuarantineFilterSql("1 = 1", List.of());
        if (filter.state().isPresent()) {
            condition = switch (filter.state().get()) {
                case OPEN -> condition.and("resubmitted_at IS NULL AND code <> ?", unsupportedCode);
                case UNSUPPORTED -> condition.and("resubmitted_at IS NULL AND code = ?", unsupportedCode);
                case RESUBMITTED -> condition.and("resubmitted_at IS NOT NULL");
            };
        }
        if (filter.sender().isPresent()) {
            condition = condition.and("sender = ?", filter.sender().get());
        }
        if (filter.code().isPresent()) {
            condition = condition.and("code = ?", filter.code().get());
        }
        if (filter.field().isPresent()) {
            condition = condition.and("field = ?", filter.field().get());
        }
        if (filter.from().isPresent()) {
            condition = condition.and("received_at >= ?", micros(filter.from().get()));
        }
        if (filter.to().isPresent()) {
            condition = condition.and("received_at < ?", micros(filter.to().get()));
        }
        return condition;
    }

    QuarantineFilterSql and(String sqlCondition, Object... conditionValues) {
        var allValues = new ArrayList<>(values);
        allValues.addAll(List.of(conditionValues));
        return new QuarantineFilterSql(sql + " AND " + sqlCondition, allValues);
    }

    /** @return the index of the parameter after those of this condition */
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
