package io.github.spotbatch.internal.compile;

import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ImageException;
import io.github.spotbatch.internal.compile.CompiledResource.Id;
import io.github.spotbatch.internal.image.ResolvedImage;
import io.github.spotbatch.spec.BuiltImage;
import io.github.spotbatch.spec.ComputeEnvironmentSpec;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.CpuArchitecture;
import io.github.spotbatch.spec.ImageTagMutability;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.RegistryImage;
import io.github.spotbatch.spec.RepositorySpec;
import io.github.spotbatch.spec.StackSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compiles the images of job definitions: what Docker pulls, and what has to be pushed before. */
final class Images {

  /** Of a stack that builds images and says nothing of repositories. */
  private static final RepositorySpec OWN_REPOSITORY =
      RepositorySpec.builder("images")
          .imageTagMutability(ImageTagMutability.IMMUTABLE)
          .untaggedExpiry(Duration.ofDays(30))
          .build();

  private final StackSpec stack;
  private final Names names;
  private final Target target;
  private final Map<ContainerImage, ResolvedImage> resolved;

  Images(StackSpec stack, Names names, Target target, Map<ContainerImage, ResolvedImage> resolved) {
    this.stack = stack;
    this.names = names;
    this.target = target;
    this.resolved = resolved;
  }

  /** The stack's repositories, and one more if its images have none to go to. */
  List<RepositorySpec> repositories() {
    boolean builds =
        stack.jobDefinitions().stream()
            .anyMatch(definition -> definition.image().orElse(null) instanceof BuiltImage);
    return stack.repositories().isEmpty() && builds
        ? List.of(OWN_REPOSITORY)
        : stack.repositories();
  }

  /** What has to be pushed or to get a tag, each once, however many definitions use it. */
  Map<Id, CompiledImage> toPush() {
    Map<Id, CompiledImage> images = new LinkedHashMap<>();
    for (JobDefinitionSpec definition : stack.jobDefinitions()) {
      kept(definition).ifPresent(image -> images.putIfAbsent(image.id(), image));
    }
    return images;
  }

  /** What a definition's image needs before the definition is of use. */
  Optional<Id> needed(JobDefinitionSpec definition) {
    return kept(definition).map(CompiledImage::id);
  }

  /** The image of a definition that is or will be in a repository of the stack under its digest. */
  private Optional<CompiledImage> kept(JobDefinitionSpec definition) {
    ContainerImage image = definition.image().orElseThrow();
    Optional<String> repository =
        image instanceof BuiltImage built
            ? Optional.of(repository(built))
            : expiring((RegistryImage) image);
    return repository.map(name -> new CompiledImage(definition.name(), name, of(image)));
  }

  /** The stack's repository that an image by digest is in, if it would go there without a tag. */
  private Optional<String> expiring(RegistryImage image) {
    return of(image).digest().isEmpty()
        ? Optional.empty()
        : repositories().stream()
            .filter(repository -> repository.untaggedExpiry().isPresent())
            .map(repository -> names.repository(repository.name()))
            .filter(
                name ->
                    withoutVersion(image.reference()).equals(target.registryHost() + "/" + name))
            .findFirst();
  }

  CompiledResource compile(CompiledImage image) {
    List<String> notes = new ArrayList<>();
    notes.add("digest " + image.resolved().digest().orElseThrow());
    if (image.resolved().layout().isEmpty()) {
      notes.add("it is there, and gets this tag so that it stays");
    }
    image.resolved().layout().ifPresent(layout -> notes.addAll(layout.contents()));
    return new CompiledResource(
        image.id(),
        image.name(),
        List.of(),
        Set.of(new Id(ResourceKind.REPOSITORY, image.repository())),
        notes);
  }

  /** What Docker pulls. */
  String reference(ContainerImage image) {
    ResolvedImage found = of(image);
    if (image instanceof RegistryImage registry) {
      return found
          .digest()
          .map(digest -> withoutVersion(registry.reference()) + "@" + digest)
          .orElse(registry.reference());
    }
    return target.registryHost()
        + "/"
        + repository((BuiltImage) image)
        + "@"
        + found.digest().orElseThrow();
  }

  /** Where an environment could not run an image. */
  void requireArchitecture() {
    for (JobDefinitionSpec definition : stack.jobDefinitions()) {
      Set<CpuArchitecture> can = of(definition.image().orElseThrow()).architectures();
      for (ComputeEnvironmentSpec environment : stack.computeEnvironments()) {
        if (!can.isEmpty() && !can.contains(environment.cpuArchitecture())) {
          throw new ImageException(
              "The image of job definition %s is for %s, but environment %s of stack %s has instances of %s: choose an image for that, or other instance types."
                  .formatted(
                      definition.name(),
                      can.stream().sorted().toList(),
                      environment.name(),
                      stack.name(),
                      environment.cpuArchitecture()));
        }
      }
    }
  }

  /** What could not be found out. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (JobDefinitionSpec definition : stack.jobDefinitions()) {
      String path = "jobDefinition[" + definition.name() + "].image: ";
      of(definition.image().orElseThrow()).doubt().ifPresent(doubt -> warnings.add(path + doubt));
    }
    return warnings;
  }

  /** The architectures that a definition's image can run on; empty if they are not known. */
  Set<CpuArchitecture> architectures(JobDefinitionSpec definition) {
    return of(definition.image().orElseThrow()).architectures();
  }

  private ResolvedImage of(ContainerImage image) {
    return resolved.getOrDefault(image, ResolvedImage.unknown());
  }

  private String repository(BuiltImage image) {
    return names.repository(image.repository().orElseGet(() -> repositories().get(0).name()));
  }

  /** A reference without its tag and digest; a port is no tag. */
  private static String withoutVersion(String reference) {
    String name = reference.replaceFirst("@.*", "");
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
  }
}
