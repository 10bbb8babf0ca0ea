/**
 * The demo hospital: invented patients, and some two dozen source applications that tell of them over the real ports,
 * with the faults of a real hospital. It knows of Parcours only what {@code contract.md} says.
 */
@NullMarked
package org.parcours.standalone.demo;

import org.jspecify.annotations.NullMarked;
