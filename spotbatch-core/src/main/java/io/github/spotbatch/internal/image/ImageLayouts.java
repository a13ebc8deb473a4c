package io.github.spotbatch.internal.image;

import io.github.spotbatch.spec.BuiltImage;
import io.github.spotbatch.spec.ComputeEnvironmentSpec;
import io.github.spotbatch.spec.CpuArchitecture;
import io.github.spotbatch.spec.FileImage;
import io.github.spotbatch.spec.JavaImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.StackSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the images of a stack are built of, read from this machine before anything is sent. */
public record ImageLayouts(Map<BuiltImage, ImageLayout> byImage) {

  /**
   * Reads the files of all images.
   *
   * @throws io.github.spotbatch.spec.InvalidSpecException with all that is wrong with them
   */
  public static ImageLayouts of(StackSpec stack) {
    CpuArchitecture usual =
        stack.computeEnvironments().stream()
            .map(ComputeEnvironmentSpec::cpuArchitecture)
            .findFirst()
            .orElse(CpuArchitecture.X86_64);
    Findings findings = new Findings();
    Map<BuiltImage, ImageLayout> layouts = new LinkedHashMap<>();
    for (JobDefinitionSpec definition : stack.jobDefinitions()) {
      if (definition.image().orElse(null) instanceof BuiltImage image) {
        String where = "jobDefinition[" + definition.name() + "].image";
        layouts.computeIfAbsent(image, built -> layout(where, built, usual, findings));
      }
    }
    findings.throwIfAny();
    return new ImageLayouts(layouts);
  }

  private static ImageLayout layout(
      String where, BuiltImage image, CpuArchitecture usual, Findings findings) {
    CpuArchitecture architecture = image.architecture().orElse(usual);
    return image instanceof JavaImage java
        ? JavaLayout.of(where, java, architecture, findings)
        : FileLayout.of(where, (FileImage) image, architecture, findings);
  }
}
