package glad.runtime;

import glad.api.options.OptionSchema;

/**
 * One part that can be had now.
 *
 * @param kind its kind
 * @param id the id used in experiment files
 * @param provider the bundle that offers it, by symbolic name
 * @param options what it accepts
 */
public record PartInfo(PartKind kind, String id, String provider, OptionSchema options) {}
