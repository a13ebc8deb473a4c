package io.github.spotbatch.testing.internal.batch;

import static io.github.spotbatch.testing.internal.batch.EnvironmentRules.isEmpty;

import io.github.spotbatch.testing.internal.World;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.EksContainer;
import software.amazon.awssdk.services.batch.model.EksContainerResourceRequirements;
import software.amazon.awssdk.services.batch.model.EksEmptyDir;
import software.amazon.awssdk.services.batch.model.EksMetadata;
import software.amazon.awssdk.services.batch.model.EksPodProperties;
import software.amazon.awssdk.services.batch.model.EksProperties;
import software.amazon.awssdk.services.batch.model.EksVolume;

/** What a pod may be. Such jobs can be defined here, but not run. */
final class PodRules {

  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";
  private static final String GPU = "nvidia.com/gpu";
  private static final Pattern QUARTERS = Pattern.compile("\\d{1,9}(\\.(0+|250*|50*|750*))?");
  private static final Pattern MEBIBYTES = Pattern.compile("\\d{1,9}Mi");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,9}");
  private static final Set<String> DNS_POLICIES =
      Set.of("Default", "ClusterFirst", "ClusterFirstWithHostNet");
  private static final int MAX_CONTAINERS = 10;

  private final World world;

  PodRules(World world) {
    this.world = world;
  }

  void check(EksProperties eks) {
    EksPodProperties pod = eks.podProperties();
    Refusals.wrappedIf(
        world,
        pod == null || pod.containers().isEmpty(),
        "Containers must be provided for Batch on EKS jobs.");
    List<EksContainer> all = new ArrayList<>(pod.containers());
    all.addAll(pod.initContainers());
    // The limit is documented; the text is that of ECS.
    Refusals.wrappedIf(
        world,
        pod.containers().size() > MAX_CONTAINERS || pod.initContainers().size() > MAX_CONTAINERS,
        "Number of containers must be between 1 and 10");
    containers(all);
    Refusals.wrappedIf(
        world,
        pod.dnsPolicy() != null && !DNS_POLICIES.contains(pod.dnsPolicy()),
        "Unsupported DNS policy value.");
    if (pod.metadata() != null) {
      namespace(pod.metadata());
    }
    for (EksVolume volume : pod.volumes()) {
      EksEmptyDir directory = volume.emptyDir();
      boolean known =
          directory == null || isEmpty(directory.medium()) || directory.medium().equals("Memory");
      Refusals.wrappedIf(world, !known, "Invalid Volume mount. Allowed values - Memory or null.");
    }
  }

  private void containers(List<EksContainer> all) {
    Set<String> names = new HashSet<>();
    for (EksContainer container : all) {
      // It is required; the text is not known.
      Refusals.wrappedIf(world, isEmpty(container.image()), "Image is required.");
      Refusals.wrappedIf(
          world,
          all.size() > 1 && !names.add(container.name()),
          "The container name: %s must be unique in multi-container job."
              .formatted(container.name()));
      if (container.resources() != null) {
        resources(container.resources());
      }
    }
  }

  private void resources(EksContainerResourceRequirements resources) {
    resources.limits().forEach(this::resource);
    resources.requests().forEach(this::resource);
    BigDecimal limit = cpu(resources.limits());
    BigDecimal request = cpu(resources.requests());
    Refusals.wrappedIf(
        world,
        limit != null && request != null && request.compareTo(limit) > 0,
        "cpu request must be <= to cpu limit if both are provided.");
    String gpuLimit = resources.limits().get(GPU);
    String gpuRequest = resources.requests().get(GPU);
    Refusals.wrappedIf(
        world,
        gpuLimit != null && gpuRequest != null && !gpuLimit.equals(gpuRequest),
        "gpu request must be equal to gpu limit if both are provided.");
  }

  private static @Nullable BigDecimal cpu(Map<String, String> resources) {
    String cpu = resources.get(CPU);
    return cpu == null ? null : new BigDecimal(cpu);
  }

  private void resource(String type, String value) {
    switch (type) {
      case CPU ->
          Refusals.wrappedIf(
              world,
              !QUARTERS.matcher(value).matches(),
              "Value %s for type cpu in resources is not valid. Provide a valid number and unit."
                  .formatted(value));
      case MEMORY ->
          Refusals.wrappedIf(
              world,
              !MEBIBYTES.matcher(value).matches(),
              "Value %s for type memory is not valid.".formatted(value));
      case GPU ->
          Refusals.wrappedIf(
              world,
              !WHOLE_NUMBER.matcher(value).matches(),
              "Value %s for type nvidia.com/gpu in resources is not valid.".formatted(value));
      default -> throw Refusals.wrapped(world, type + " is not a supported type for resources.");
    }
  }

  private void namespace(EksMetadata metadata) {
    String namespace = metadata.namespace();
    Refusals.wrappedIf(
        world,
        "default".equals(namespace),
        "kubernetesNamespace cannot be the default Kubernetes namespace.");
    Refusals.wrappedIf(
        world,
        namespace != null && namespace.startsWith("kube-"),
        "kubernetesNamespace cannot be a reserved Kubernetes system namespace.");
  }
}
