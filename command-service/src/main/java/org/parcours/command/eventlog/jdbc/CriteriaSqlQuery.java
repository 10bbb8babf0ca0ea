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
 * Translates criteria to SQL that selects (position, sequence) from the tag index alone: several tags are an
 * intersection, several criteria a union. The result equals {@link Criteria#matches}, as {@code CriteriaTest} shows.
 */
final class CriteriaSqlQuery {

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    private CriteriaSqlQuery() {}

    /** @param criteria at least one, each with a tag */
    static CriteriaSqlQuery of(Criteria criteria, long afterPosition) {
        var query = new CriteriaSqlQuery();
        // SQLite allows 500 SELECTs in one union: criteria with one tag each and the same names become one SELECT.
        var tagsByNames = new LinkedHashMap<Set<EventName>, Set<Tag>>();
        for (var criterion : criteria.anyOf()) {
            if (criterion.tags().size() == 1) {
                tagsByNames
                        .computeIfAbsent(criterion.names(), names -> new TreeSet<>())
                        .addAll(criterion.tags());
            } else {
                query.addAllTags(new TreeSet<>(criterion.tags()), criterion.names(), afterPosition);
            }
        }
        tagsByNames.forEach((names, tags) -> query.addAnyTag(tags, names, afterPosition));
        return query;
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

    /** Events with all of the tags. */
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

    /** Events with any of the tags. */
    private void addAnyTag(Set<Tag> tags, Set<EventName> names, long afterPosition) {
        appendSelect();
        sql.append(" WHERE t0.tag IN ").append(placeholders(tags.size()));
        tags.forEach(tag -> parameters.add(tag.value()));
        appendWhere(names, afterPosition);
    }

    private void appendSelect() {
        // An event may have several of the tags, but is selected once, as in a union.
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
