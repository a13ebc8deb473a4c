package io.github.spotbatch.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What can be told of an instance type, a family or a bundle by its name. */
final class InstanceTypes {
  static final String DEFAULT_X86_64 = "default_x86_64";

  private static final String DEFAULT_ARM64 = "default_arm64";
  private static final String OPTIMAL = "optimal";
  private static final Set<String> BUNDLES = Set.of(DEFAULT_X86_64, DEFAULT_ARM64, OPTIMAL);

  private static final Pattern FORM =
      Pattern.compile(
          "(u-[0-9]+tb[0-9]+|[a-z]+[0-9]+[a-z]*(-[a-z0-9]+)?)"
              + "(\\.(nano|micro|small|medium|large|[0-9]*xlarge|metal(-[0-9]+xl)?))?");

  /** A Graviton family has a g after its generation; the other Arm families are named. */
  private static final Pattern ARM = Pattern.compile("[a-z]+[0-9]+g.*|a1|.*-gb[0-9]+");

  private static final Pattern BURSTABLE = Pattern.compile("t[0-9]+[a-z]*");
  private static final Pattern GPU = Pattern.compile("(g|gr|p)[0-9].*");

  private InstanceTypes() {}

  static boolean isBundle(String type) {
    return BUNDLES.contains(type);
  }

  static boolean isWellFormed(String type) {
    return isBundle(type) || FORM.matcher(type).matches();
  }

  static boolean isArm(String type) {
    return type.equals(DEFAULT_ARM64) || ARM.matcher(family(type)).matches();
  }

  /** What the name alone tells. */
  static Optional<CpuArchitecture> architecture(String type) {
    boolean tells = isWellFormed(type) && !type.equals(OPTIMAL);
    CpuArchitecture named = isArm(type) ? CpuArchitecture.ARM64 : CpuArchitecture.X86_64;
    return tells ? Optional.of(named) : Optional.empty();
  }

  static boolean isBurstable(String type) {
    return BURSTABLE.matcher(family(type)).matches();
  }

  static boolean hasGpu(String type) {
    return GPU.matcher(family(type)).matches();
  }

  /** Whether all types are of one CPU architecture. */
  static boolean isOneArchitecture(List<String> types) {
    return types.stream().map(InstanceTypes::isArm).distinct().count() <= 1;
  }

  /** Whether the type is of a family for which there is no image of that kind. */
  static boolean lacksImage(String type, ImageType imageType) {
    return switch (imageType) {
      case ECS_AL2023 -> family(type).equals("a1");
      case ECS_AL2023_NVIDIA -> Set.of("p3", "p3dn", "g3", "g3s").contains(family(type));
    };
  }

  private static String family(String type) {
    int dot = type.indexOf('.');
    return dot < 0 ? type : type.substring(0, dot);
  }
}
