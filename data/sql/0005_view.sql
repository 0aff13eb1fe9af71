-- What the public is told of a place: every vertex on a raster of `grain` degrees.
--
-- Shared vertices stay shared. A shape that the raster makes invalid is made valid, of its own kind; one that it
-- swallows is told as the point of the raster it lies at.
CREATE FUNCTION register.blurred(place geometry, grain double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, public AS $$
  SELECT CASE
    WHEN ST_IsEmpty(snapped) THEN ST_SnapToGrid(ST_PointOnSurface(place), grain)
    WHEN ST_IsValid(snapped) THEN snapped
    ELSE coalesce(
      nullif(ST_Multi(ST_CollectionExtract(ST_MakeValid(snapped), ST_Dimension(place) + 1)), 'GEOMETRYCOLLECTION EMPTY'),
      ST_SnapToGrid(ST_PointOnSurface(place), grain))
  END FROM (SELECT coalesce(ST_SnapToGrid(place, grain), 'SRID=4490;POINT EMPTY') AS snapped) AS made
$$;
GRANT EXECUTE ON FUNCTION register.blurred(geometry, double precision) TO PUBLIC;
