/** IAM of the fake world: roles, instance profiles and when Batch comes to see them. */
@NullMarked
package io.github.spotbatch.testing.internal.iam;

import org.jspecify.annotations.NullMarked;
