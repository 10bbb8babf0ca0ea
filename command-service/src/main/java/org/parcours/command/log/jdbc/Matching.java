package org.parcours.command.log.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.parcours.command.log.Criteria;
import org.parcours.command.log.Criterion;

/**
 * Criteria as SQL that yields (position, sequence) out of the index alone: several tags are an intersection, several
 * criteria a union. Equal to {@link Criteria#matches}: shown by {@code CriteriaTest}.
 */
final class Matching {

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    private Matching() {}

    /** Whether the index can answer: each criterion has a tag. */
    static boolean isIndexed(Criteria criteria) {
        return criteria.anyOf().stream().noneMatch(criterion -> criterion.tags().isEmpty());
    }

    /** @param criteria at least one, each {@link #isIndexed} */
    static Matching of(Criteria criteria, long after) {
        var matching = new Matching();
        for (var criterion : criteria.anyOf()) {
            matching.sql.append(matching.sql.isEmpty() ? "" : " UNION ");
            matching.add(criterion, after);
        }
        return matching;
    }

    String sql() {
        return sql.toString();
    }

    /** @return the index of the next parameter */
    int bind(PreparedStatement statement) throws SQLException {
        int index = 1;
        for (var parameter : parameters) {
            statement.setObject(index++, parameter);
        }
        return index;
    }

    private void add(Criterion criterion, long after) {
        var tags = new ArrayList<>(new TreeSet<>(criterion.tags()));
        sql.append("SELECT t0.position, t0.sequence FROM log_event_tag t0");
        for (int i = 1; i < tags.size(); i++) {
            sql.append(
                    " JOIN log_event_tag t%1$d ON t%1$d.tag = ? AND t%1$d.name = t0.name AND t%1$d.position = t0.position"
                            .formatted(i));
            parameters.add(tags.get(i).value());
        }
        sql.append(" WHERE t0.tag = ?");
        parameters.add(tags.getFirst().value());
        if (!criterion.names().isEmpty()) {
            var names = new TreeSet<>(criterion.names());
            sql.append(" AND t0.name IN (")
                    .append(String.join(", ", Collections.nCopies(names.size(), "?")))
                    .append(')');
            names.forEach(name -> parameters.add(name.value()));
        }
        sql.append(" AND t0.position > ?");
        parameters.add(after);
    }
}
