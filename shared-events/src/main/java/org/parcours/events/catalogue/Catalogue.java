package org.parcours.events.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The lanes in the order in which they are drawn, and the kinds of step. */
public final class Catalogue {

    private record Content(List<Lane> lanes, List<StepKind> kinds) {}

    private final List<Lane> lanes;
    private final Map<String, StepKind> kinds;
    private final Function<String, Optional<StepKind>> own;

    private Catalogue(Catalogue shipped, Function<String, Optional<StepKind>> own) {
        this.lanes = shipped.lanes;
        this.kinds = shipped.kinds;
        this.own = own;
    }

    private Catalogue(Content content) {
        this.lanes = List.copyOf(content.lanes());
        Map<String, StepKind> byCode = new LinkedHashMap<>();
        for (StepKind kind : content.kinds()) {
            if (byCode.put(kind.code(), kind) != null) {
                throw new IllegalArgumentException("Kind told twice: " + kind.code());
            }
            if (lanes.stream().noneMatch(lane -> lane.code().equals(kind.lane()))) {
                throw new IllegalArgumentException("Kind " + kind.code() + " is in no known lane: " + kind.lane());
            }
        }
        this.kinds = Map.copyOf(byCode);
        this.own = code -> Optional.empty();
    }

    /** The catalogue that ships: {@code catalogue/steps.json}. */
    public static Catalogue standard() {
        try (InputStream stream = Catalogue.class.getResourceAsStream("/catalogue/steps.json")) {
            if (stream == null) {
                throw new IllegalStateException("catalogue/steps.json is not on the class path");
            }
            return read(stream);
        } catch (IOException e) {
            throw new UncheckedIOException("catalogue/steps.json", e);
        }
    }

    /** @throws IllegalArgumentException saying what is wrong with the data */
    public static Catalogue read(InputStream stream) {
        return new Catalogue(JsonMapper.shared().readValue(stream, Content.class));
    }

    /** With the hospital's own kinds, as they are told at the moment of asking; its words go before ours. */
    public Catalogue with(Function<String, Optional<StepKind>> others) {
        return new Catalogue(this, others);
    }

    /** The names of the symbols that a kind can have. */
    public Set<String> icons() {
        return kinds.values().stream().map(StepKind::icon).collect(Collectors.toCollection(TreeSet::new));
    }

    public List<Lane> lanes() {
        return lanes;
    }

    public Optional<StepKind> kind(String code) {
        return own.apply(code).or(() -> Optional.ofNullable(kinds.get(code)));
    }
}
