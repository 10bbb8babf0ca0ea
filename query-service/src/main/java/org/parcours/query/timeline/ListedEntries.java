package org.parcours.query.timeline;

import java.util.ArrayList;
import java.util.List;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.query.views.StoredEntry;
import org.parcours.query.web.UiText;

/** The entries of a page as formatted texts: as many as the weight allows, at least one. */
final class ListedEntries {

    private static final int MAX_ENTRIES = 50;
    private static final int MAX_BYTES = 1_000_000;

    private final int maxWeight;
    private final TimelineUrlParameters query;
    private final StepCatalogue catalogue;
    private final UiText uiText;
    private final List<EntryView> views = new ArrayList<>();
    private int weight;

    /** @param maxWeight of the HTML of all entries, by {@link EntryView#weight} */
    ListedEntries(int maxWeight, TimelineUrlParameters query, StepCatalogue catalogue, UiText uiText) {
        this.maxWeight = maxWeight;
        this.query = query;
        this.catalogue = catalogue;
        this.uiText = uiText;
    }

    /** Of a page whose entries are listed as they are read. */
    PageSize pageSize() {
        return new PageSize(MAX_ENTRIES, MAX_BYTES, this::add);
    }

    private boolean add(StoredEntry entry) {
        EntryView view = EntryView.listed(entry, query, catalogue, uiText);
        int added = view.weight();
        if (weight + added > maxWeight && !views.isEmpty()) {
            return false;
        }
        views.add(view);
        weight += added;
        return true;
    }

    List<EntryView> views() {
        return List.copyOf(views);
    }

    int weight() {
        return weight;
    }
}
