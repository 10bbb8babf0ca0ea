package org.parcours.command.eventlog.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventName;
import org.parcours.command.eventlog.Tag;

/**
 * Criteria as SQL that yields (position, sequence) out of the index alone: several tags are an intersection, several
 * criteria a union. Equal to {@link Criteria#matches}: shown by {@code CriteriaTest}.
 */
final class CriteriaSql {

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    private CriteriaSql() {}

    /** @param criteria at least one, each with a tag */
    static CriteriaSql of(Criteria criteria, long afterPosition) {
        var criteriaSql = new CriteriaSql();
        // SQLite takes 500 SELECTs in one union: criteria of one tag that ask for the same names are asked together.
        var tagsByNames = new LinkedHashMap<Set<EventName>, Set<Tag>>();
        for (var criterion : criteria.anyOf()) {
            if (criterion.tags().size() == 1) {
                tagsByNames
                        .computeIfAbsent(criterion.names(), names -> new TreeSet<>())
                        .addAll(criterion.tags());
            } else {
                criteriaSql.addAllTags(new TreeSet<>(criterion.tags()), criterion.names(), afterPosition);
            }
        }
        tagsByNames.forEach((names, tags) -> criteriaSql.addAnyTag(tags, names, afterPosition));
        return criteriaSql;
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

    /** Events that have all the tags. */
    private void addAllTags(SortedSet<Tag> tags, Set<EventName> names, long afterPosition) {
        appendSelect();
        var otherTags = List.copyOf(tags).subList(1, tags.size());
        for (int i = 1; i <= otherTags.size(); i++) {
            sql.append(
                    " JOIN log_event_tag t%1$d ON t%1$d.tag = ? AND t%1$d.name = t0.name AND t%1$d.position = t0.position"
                            .formatted(i));
            parameters.add(otherTags.get(i - 1).value());
        }
        sql.append(" WHERE t0.tag = ?");
        parameters.add(tags.first().value());
        appendWhere(names, afterPosition);
    }

    /** Events that have one of the tags. */
    private void addAnyTag(Set<Tag> tags, Set<EventName> names, long afterPosition) {
        appendSelect();
        sql.append(" WHERE t0.tag IN ").append(placeholders(tags.size()));
        tags.forEach(tag -> parameters.add(tag.value()));
        appendWhere(names, afterPosition);
    }

    private void appendSelect() {
        // An event has several of the tags that are asked together: once is enough, as in a union.
        sql.append(sql.isEmpty() ? "" : " UNION ")
                .append("SELECT DISTINCT t0.position, t0.sequence FROM log_event_tag t0");
    }

    private void appendWhere(Set<EventName> names, long afterPosition) {
        if (!names.isEmpty()) {
            sql.append(" AND t0.name IN ").append(placeholders(names.size()));
            new TreeSet<>(names).forEach(name -> parameters.add(name.value()));
        }
        sql.append(" AND t0.position > ?");
        parameters.add(afterPosition);
    }

    private static String placeholders(int size) {
        return "(" + String.join(", ", Collections.nCopies(size, "?")) + ")";
    }
}
