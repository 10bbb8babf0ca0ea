/**
 * Pages for those who run Parcours. They show what command-service knows and ask it to act, over its public interface:
 * nothing of it is kept here.
 */
@NullMarked
package org.parcours.query.operations;

import org.jspecify.annotations.NullMarked;
