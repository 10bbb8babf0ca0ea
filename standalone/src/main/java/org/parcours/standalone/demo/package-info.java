/**
 * The demo hospital: invented patients and 28 source applications that report about them over the real ports, with the
 * faults of a real hospital. It uses only the public interfaces of Parcours ({@code contract.md}).
 */
@NullMarked
package org.parcours.standalone.demo;

import org.jspecify.annotations.NullMarked;
