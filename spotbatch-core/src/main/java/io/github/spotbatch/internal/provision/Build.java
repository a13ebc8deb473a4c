package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledImage;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.Names;
import io.github.spotbatch.internal.compile.Target;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** One plan or apply: whose it is, and what things are really called that were compiled blindly. */
final class Build {

  private final Names names;
  private final Target target;
  private final Map<CompiledResource.Id, CompiledImage> images;
  private final int drainMinutes;
  private final Set<CompiledResource.Id> adopted = ConcurrentHashMap.newKeySet();
  private final Map<String, String> actual = new ConcurrentHashMap<>();
  private final Map<CompiledResource.Id, CompletableFuture<Void>> made = new ConcurrentHashMap<>();

  Build(
      Names names,
      Target target,
      Map<CompiledResource.Id, CompiledImage> images,
      int drainMinutes) {
    this.names = names;
    this.target = target;
    this.images = images;
    this.drainMinutes = drainMinutes;
  }

  /** Has what stands in the place of some resources be taken over. */
  Build adopting(Collection<CompiledResource.Id> places) {
    adopted.addAll(places);
    return this;
  }

  boolean adopts(CompiledResource planned) {
    return adopted.contains(planned.id());
  }

  /** Tells whose something is that stands in a resource's place. */
  Ownership ownership(CompiledResource planned) {
    return new Ownership(names.region(), names.stack(), adopts(planned) ? planned : null);
  }

  Names names() {
    return names;
  }

  /** What stands behind a resource that is an image. */
  CompiledImage image(CompiledResource resource) {
    return Objects.requireNonNull(images.get(resource.id()));
  }

  /** How long the jobs of an environment that goes are waited for. */
  int drainMinutes() {
    return drainMinutes;
  }

  /** The host that the plan expects the account's images at. */
  String plannedRegistry() {
    return target.registryHost();
  }

  void put(String planned, String actual) {
    this.actual.put(planned, actual);
  }

  /** What stands in the place of a planned name or marker now. */
  String resolve(String planned) {
    return actual.getOrDefault(planned, planned);
  }

  /** Done when all of these are there, be it that they cannot be used yet. */
  CompletableFuture<Void> made(Set<CompiledResource.Id> ids) {
    return CompletableFuture.allOf(ids.stream().map(this::made).toArray(CompletableFuture[]::new));
  }

  CompletableFuture<Void> made(CompiledResource.Id id) {
    return made.computeIfAbsent(id, unmade -> new CompletableFuture<>());
  }

  /** What something is called now; only environments change their names. */
  CompiledResource.Id resolve(CompiledResource.Id planned) {
    return planned.kind() == ResourceKind.COMPUTE_ENVIRONMENT
        ? new CompiledResource.Id(planned.kind(), resolve(planned.awsName()))
        : planned;
  }
}
