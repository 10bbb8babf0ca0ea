package org.parcours.command.quarantine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.parcours.command.store.EpochMicros;
import org.parcours.command.store.SqlDialect;

/** An SQL condition and the values of its parameters. */
record QuarantineFilterSql(String sql, List<Object> values) {

    static QuarantineFilterSql of(QuarantineFilter filter, List<String> unsupportedCodes) {
        var all = new QuarantineFilterSql("1 = 1", List.of());
        return filter.state()
                .map(state -> switch (state) {
                    case OPEN ->
                        all.and(
                                "resubmitted_at IS NULL AND code NOT IN " + parameters(unsupportedCodes),
                                unsupportedCodes.toArray());
                    case UNSUPPORTED ->
                        all.and(
                                "resubmitted_at IS NULL AND code IN " + parameters(unsupportedCodes),
                                unsupportedCodes.toArray());
                    case RESUBMITTED -> all.and("resubmitted_at IS NOT NULL");
                })
                .orElse(all)
                .andNameIfPresent("sender", filter.sender())
                .andIfPresent("code = ?", filter.code().map(SqlDialect::withoutNul))
                .andNameIfPresent("field", filter.field())
                .andIfPresent("received_at >= ?", filter.from().map(EpochMicros::toMicros))
                .andIfPresent("received_at < ?", filter.to().map(EpochMicros::toMicros));
    }

    QuarantineFilterSql and(String condition, Object... conditionValues) {
        var allValues = new ArrayList<>(values);
        allValues.addAll(List.of(conditionValues));
        return new QuarantineFilterSql(sql + " AND " + condition, allValues);
    }

    /** The index contains the beginning of a name only. */
    private QuarantineFilterSql andNameIfPresent(String column, Optional<String> name) {
        var condition = "substr(%1$s, 1, 200) = substr(?, 1, 200) AND %1$s = ?".formatted(column);
        return name.map(SqlDialect::withoutNul)
                .map(present -> and(condition, present, present))
                .orElse(this);
    }

    private QuarantineFilterSql andIfPresent(String condition, Optional<?> value) {
        return value.map(present -> and(condition, present)).orElse(this);
    }

    /** As many parameters in parentheses as there are values. */
    static String parameters(List<String> values) {
        return "(" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
    }
}
