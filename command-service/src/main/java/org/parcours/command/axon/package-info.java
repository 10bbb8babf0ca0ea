/**
 * Axon Framework on our log: the storage engine, the one bridge that runs every decision, and their wiring. The only
 * place that imports Axon.
 */
@NullMarked
package org.parcours.command.axon;

import org.jspecify.annotations.NullMarked;
