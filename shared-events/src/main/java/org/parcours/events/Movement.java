package org.parcours.events;

import java.util.Optional;

/**
 * A movement as its teller names it (IHE PAM, segment ZBE).
 *
 * @param id ZBE-1. Alone it identifies nothing: real feeds re-send a movement with another date
 * @param nature ZBE-9 in PAM France: S, H, M, L, D, SM, SH, MH, LD, HMS, C, …
 * @param historic ZBE-5 = Y: the movement is not the latest one of its stay
 */
public record Movement(Identifier id, Optional<String> nature, boolean historic) {}
