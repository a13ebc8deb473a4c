/**
 * Immutable descriptions of what AWS Batch should have: environments, queues, definitions, roles,
 * images, and the jobs to submit.
 */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true,
    depluralize = true,
    build = "create",
    defaults = @Value.Immutable(copy = false))
package io.github.spotbatch.spec;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
